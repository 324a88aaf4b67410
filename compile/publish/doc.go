// Package publish gives bundles to OPA agents: by HTTP, as a server that agents
// poll ([Server]), and into an OCI registry, from which they pull ([Push]).
//
// Both go by OPA's contract alone and take a bundle as bytes. A server tells by
// an ETag of the content whether an agent has the bundle already. An agent that
// asks it to wait (RFC 7240, `Prefer: wait=N`) is answered when there is another
// bundle, so that a change is in force some milliseconds later. In a registry the
// bundle is the one layer of an image, which has nothing in it of the time or the
// machine: what was pushed before is the same image again.
package publish
