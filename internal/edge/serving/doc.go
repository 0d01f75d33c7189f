// Package serving is the way in for all requests, whatever answers them: it
// gives each an id, counts and logs it, bounds it, and turns away who asks too
// often. It knows no case and no account; of a credential it knows its digest.
package serving
