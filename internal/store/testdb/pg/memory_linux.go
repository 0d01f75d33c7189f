package pg

import "syscall"

// memory is a directory kept in memory, if there is room in it: there a
// database is made ten times as fast as on a disk.
func memory() (dir string, ok bool) {
	const room = 2 << 30
	var fs syscall.Statfs_t
	if err := syscall.Statfs("/dev/shm", &fs); err != nil {
		return "", false
	}
	return "/dev/shm", fs.Bavail*uint64(fs.Bsize) >= room
}
