# ALONE
portal "acme" {}
profile "p" {
  allow "page" "*" {} # WARNING: Statement about nothing | allow "page" "*" | No page is declared
}
