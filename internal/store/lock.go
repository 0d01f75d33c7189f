package store

import (
	"strings"

	"huying/internal/kernel/errs"
)

// errLocked says that another process writes to the database, and which.
func errLocked(lock, holder string) error {
	path := strings.TrimSuffix(lock, ".lock")
	if holder == "" {
		holder = "?"
	}
	return errs.New(errs.Conflict, "store.locked",
		path+" is in use by another huying process (pid "+holder+"); only one may write to it",
		path+" 正被另一个呼应进程（pid "+holder+"）使用，同一时间只能有一个进程写入")
}
