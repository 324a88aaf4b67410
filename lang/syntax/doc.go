// Package syntax reads the files of a policy: text in, the blocks and arguments
// of the language out, or diagnostics.
//
// [ParseFile] bounds a source on its bytes and tokens, since HCL's parser
// recurses without a limit of its own, and has HCL parse it, block by block
// where there are syntax errors. What other languages write is found there
// (habits), and characters that nobody sees (letters). [Decoder] then turns
// HCL's bodies into the [Document]: tables, profiles, statements. Names are
// still text with a place, expressions are HCL's and unread.
package syntax
