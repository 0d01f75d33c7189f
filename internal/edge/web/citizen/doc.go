// Package citizen is the room of those who bring cases: they write one down,
// get its number and query code, follow it like a parcel, and say what they
// think of it. Nobody signs in here; number and code open one case for half an
// hour, and stand in no address.
package citizen
