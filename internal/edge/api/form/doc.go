// Package form is the shape of what the API is sent and answers, where its
// rooms share it: the body of an action with its schema, made from the rows of
// the flow tables, the offer of one, and files.
package form
