package vault

// Use 查看方式 is how somebody came to see a person.
type Use string

// The ways of seeing a person that are put on record.
const (
	View   Use = "view"   // masked, on the page of a case
	Reveal Use = "reveal" // in clear
	Search Use = "search" // found by a number
	Export Use = "export" // taken out in a table
	Print  Use = "print"  // on paper
)

// Uses lists them.
func Uses() []Use { return []Use{View, Reveal, Search, Export, Print} }

// Chinese returns the printed name.
func (u Use) Chinese() string {
	switch u {
	case View:
		return "查看（脱敏）"
	case Reveal:
		return "查看明文"
	case Search:
		return "检索"
	case Export:
		return "导出"
	case Print:
		return "打印"
	}
	return string(u)
}
