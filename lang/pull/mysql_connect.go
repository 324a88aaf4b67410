package pull

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/url"
	"os"
	"strings"

	"github.com/go-sql-driver/mysql"
)

// IsMySQL tells whether a source is a URL of MySQL or MariaDB.
func IsMySQL(source string) bool {
	return strings.HasPrefix(source, "mysql://") || strings.HasPrefix(source, "mariadb://")
}

// MySQLDatabase gives the database that a URL names.
func MySQLDatabase(of string) (string, error) {
	config, err := mysqlConfig(of)
	if err != nil {
		return "", err
	}
	return config.DBName, nil
}

// ConnectMySQL connects to the MySQL or MariaDB of a URL. Its sessions are in UTC.
// The error has neither an account nor a password in it.
func ConnectMySQL(ctx context.Context, of string) (*sql.DB, error) {
	config, err := mysqlConfig(of)
	if err != nil {
		return nil, err
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, errURL
	}
	db := sql.OpenDB(connector)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("cannot connect to MySQL: %s", strings.ReplaceAll(withoutMySQLAccount(err), "\n", " "))
	}
	return db, nil
}

var errURL = errors.New("cannot understand the URL; it has the form mysql://USER@HOST:PORT/DATABASE, with ?socket=PATH for a Unix socket, and ?tls=true")

// mysqlConfig reads mysql://USER:PASSWORD@HOST:PORT/DATABASE. The password may be
// that of MYSQL_PWD, as for MySQL's own programs.
func mysqlConfig(of string) (*mysql.Config, error) {
	u, err := url.Parse(of)
	database := ""
	if err == nil {
		database = strings.TrimPrefix(u.Path, "/")
	}
	if err != nil || database == "" || strings.Contains(database, "/") {
		return nil, errURL
	}
	config := mysql.NewConfig()
	config.Logger = log.New(io.Discard, "", 0) // errors come back as such
	config.DBName = database
	config.Params = map[string]string{"time_zone": "'+00:00'"}
	config.User = u.User.Username()
	if password, ok := u.User.Password(); ok {
		config.Passwd = password
	} else {
		config.Passwd = os.Getenv("MYSQL_PWD")
	}
	host, port := u.Hostname(), u.Port()
	if host == "" {
		host = "127.0.0.1"
	}
	if port == "" {
		port = "3306"
	}
	config.Net, config.Addr = "tcp", net.JoinHostPort(host, port)
	for name, values := range u.Query() {
		switch value := values[0]; {
		case name == "socket" && u.Host == "" && value != "":
			config.Net, config.Addr = "unix", value
		case name == "tls" && value != "":
			config.TLSConfig = value
		default:
			return nil, errURL
		}
	}
	return config, nil
}

// withoutMySQLAccount gives why a connection failed, without whom it was for, which
// the server tells.
func withoutMySQLAccount(err error) string {
	if server, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return fmt.Sprintf("the server refuses, with error %d", server.Number)
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}
