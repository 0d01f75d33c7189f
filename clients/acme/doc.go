// Package acme tries `huying serve --acme` against Pebble, the test authority of
// the people who run Let's Encrypt. It is a module of its own: Pebble is no
// dependency of Huying.
package acme
