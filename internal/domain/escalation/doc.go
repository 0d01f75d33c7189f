// Package escalation says who is told when a limit draws near, passes, and
// goes on being passed. When a point falls is domain/deadline's to say; this
// package knows the roles and the ladder, and tells nobody itself.
package escalation
