// Package attachment says which files may come with a case, and takes out of
// them what tells more than they show: where a photo was taken, with which
// telephone, by whom. It is pure: bytes come in by a reader and go out by a
// writer, and where they are kept is no concern of its.
package attachment
