//go:build !unix

package pg

import "os/exec"

func demote(*exec.Cmd) {}

func give(string) error { return nil }
