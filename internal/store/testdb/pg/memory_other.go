//go:build !linux

package pg

func memory() (dir string, ok bool) { return "", false }
