// Package entrance is the pages by which people come in and look after their
// own account: signing in and out, the first password by a link, another
// password, and the sessions that are open.
package entrance
