// Package agent asks an OPA agent over HTTP what a rego.Engine answers in the
// process: the same questions, in the same Go types, with the same answers. It
// is for the back end of a portal whose policy runs in agents of its own.
//
// [Open] finds the portal's bundle on the agent and reads its catalog. Each
// question is then one request to OPA's data API. [Agent.Filter] asks OPA's
// compile API for the condition of the rows on which an action is allowed, so
// that a database finds them. [Agent.Bundle] tells which bundle the agent has.
//
// Numbers go both ways as they are written, whatever their size. What goes
// wrong is an error, and never an answer: no agent, no bundle, an answer that
// is not understood.
package agent
