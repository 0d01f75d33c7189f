// Package insight answers what the cases come to: facts as of a moment, scores
// with their working, bulletins, and the proofs that records, rows and figures
// agree. It reads; it changes nothing but publications and anchors.
package insight
