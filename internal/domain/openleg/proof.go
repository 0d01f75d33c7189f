package openleg

import (
	"bytes"
	"encoding/hex"
	"encoding/json"

	"huying/internal/domain/merkle"
	"huying/internal/kernel/errs"
)

// Seal 开放数据封签 is what a published bulletin prints of its open data: how many
// legs, and the root of the tree of their records (RFC 6962 §2.1), by which anybody
// who has a record can tell that it was counted as it says.
type Seal struct {
	Hash merkle.Hash
	Legs int
	Root string // hexadecimal
}

// SealOf seals records in their order.
func SealOf(h merkle.Hash, records [][]byte) Seal {
	return Seal{h, len(records), hex.EncodeToString(merkle.New(h, records).Root())}
}

// Proof 存证 says that one leg stands among the open data of a bulletin as it
// was counted. Whoever has it can check it against the root that the bulletin
// prints, without this program and without asking anybody (RFC 6962 §2.1.1).
type Proof struct {
	Title    string      `json:"title"`    // of the bulletin
	Bulletin string      `json:"bulletin"` // its hash
	Hash     merkle.Hash `json:"hash"`     // of the tree
	Size     int         `json:"size"`     // legs in the tree
	Root     string      `json:"root"`     // as the bulletin prints it, hexadecimal
	Head     string      `json:"head"`     // hash of the case's last event that was counted
	Leg      int         `json:"leg"`      // number of the leg in its case
	Record   string      `json:"record"`   // its line of the open data
	Place    int         `json:"place"`    // of the line, from 0
	Path     []string    `json:"path"`     // hashes from the line to the root, hexadecimal
}

// Hexed writes hashes as a proof holds them.
func Hexed(path [][]byte) []string {
	all := make([]string, len(path))
	for i, step := range path {
		all[i] = hex.EncodeToString(step)
	}
	return all
}

// mostProof bounds a proof in bytes: a path has at most 64 steps.
const mostProof = 64 << 10

// DecodeProof reads a proof as JSON. Error: Invalid ("proof.form").
func DecodeProof(data []byte) (Proof, error) {
	var p Proof
	if len(data) > mostProof {
		return p, errs.Newf(errs.Invalid, "proof.form", "%d bytes are no proof; expected at most %d", "%d 字节过大，存证不超过 %d 字节", len(data), mostProof)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return p, errs.Newf(errs.Invalid, "proof.form", "not a proof: %v", "不是存证文件：%v", err)
	}
	if d.More() {
		return p, errs.New(errs.Invalid, "proof.form", "something follows the proof", "存证之后还有其他内容")
	}
	return p, nil
}

// Check reports whether the proof holds: its record is of the leg that it
// names, and stands in the tree under its root. Errors: Invalid
// ("proof.record", "proof.leg", "proof.root") say what does not.
func (p *Proof) Check() (Line, error) {
	line, err := ReadRecord([]byte(p.Record))
	if err != nil {
		return line, errs.Newf(errs.Invalid, "proof.record", "the record cannot be read: %v", "记录无法读取：%v", err)
	}
	if Name(p.Head, p.Leg) != line.ID {
		return line, errs.New(errs.Invalid, "proof.leg", "the record is of another leg than the one named", "记录不属于所称的承办任务")
	}
	root, err := hex.DecodeString(p.Root)
	path := make([][]byte, len(p.Path))
	for i := range p.Path {
		if err == nil {
			path[i], err = hex.DecodeString(p.Path[i])
		}
	}
	if err != nil || p.Place < 0 || p.Size < 1 || !merkle.Holds(p.Hash, []byte(p.Record), uint64(p.Place), uint64(p.Size), path, root) {
		return line, errs.New(errs.Invalid, "proof.root", "the record does not stand under that root", "记录不在该根值之下")
	}
	return line, nil
}
