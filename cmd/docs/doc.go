// Package docs is the book of the program: the pages that stand in the
// repository, embedded from where they stand, and those that are made of the
// program itself. It finds a page or a section of one by its topic, and writes all
// of them as a site. Of the commands it writes manual pages.
//
// A section is known by the anchor that the heading has on the site, which is also
// the one that links between the pages in the repository name, so that the terminal,
// the site and the repository agree. The site needs no server and no network: a
// page is one file, links between pages are rewritten, those to what is not in the
// book are left as text, and the index for the search stands in the first page.
package docs
