package store

import (
	"errors"
	"syscall"
)

// fileLock is an exclusive hold of a file that the system gives up when the
// process ends, however it ends.
type fileLock struct{ handle syscall.Handle }

// sharingViolation is ERROR_SHARING_VIOLATION: another process has it open.
const sharingViolation = syscall.Errno(32)

// lockFile opens the file shared with nobody.
func lockFile(path string) (*fileLock, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil,
		syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, sharingViolation) {
		return nil, errLocked(path, "")
	}
	if err != nil {
		return nil, err
	}
	return &fileLock{h}, nil
}

func (l *fileLock) release() error { return syscall.CloseHandle(l.handle) }
