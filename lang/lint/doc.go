// Package lint says of a policy without errors what is legal and surely
// unwanted: what never applies, adds nothing, is used or seen by nobody. What a
// condition can come to is worked out from its parts (possible.go), never to
// less than it does come to.
package lint
