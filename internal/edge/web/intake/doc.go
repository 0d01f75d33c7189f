// Package intake is the operator's one screen 受理台: who calls, what they have
// brought before, the five elements of what they bring now, and where it goes
// at once. It works by keyboard alone and without scripts; what is begun is
// kept as a draft.
package intake
