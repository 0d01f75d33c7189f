// Package archtest keeps the house in order: the import rule of design §2, the
// purity of the domain, size budgets, names, and documents that must agree
// with the code. Every rule says why it exists in the message that it fails
// with, and its self-test shows that it can fail.
//
// It reads source text only. That way it also sees files behind build tags,
// and still speaks while a package does not compile.
package archtest
