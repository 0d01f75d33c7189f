// Package office is the pages of the administration: units, rules, accounts,
// the audit, jobs, and the configuration as files.
//
// What may be done is for the app layer to say; the pages are not shown to whom
// it would refuse. Every change is made on the revision that its form was shown
// with, and what moves limits is shown before it can be confirmed.
package office
