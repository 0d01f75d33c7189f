// Package release is where bulletins are drawn up and released, by two people.
package release
