package bulletin

import (
	"encoding/hex"

	"github.com/emmansun/gmsm/sm3"
	"github.com/gowebpki/jcs"

	"huying/internal/kernel/errs"
)

// Seal returns the document with its hash: SM3 over the document without a
// hash in RFC 8785 (JCS) form, in lower-case hexadecimal.
//
// RFC 8785 writes numbers as binary64 does, so a figure of more than 15
// significant digits could change without changing the hash; no published
// figure has that many.
func Seal(d Document) (Document, error) {
	d.Hash = ""
	plain, err := Encode(d)
	if err != nil {
		return d, errs.Wrap("bulletin.Seal", err)
	}
	canonical, err := jcs.Transform(plain)
	if err != nil {
		return d, errs.Wrap("bulletin.Seal", err)
	}
	sum := sm3.Sum(canonical)
	d.Hash = hex.EncodeToString(sum[:])
	return d, nil
}

// Verify reports whether the document carries the hash of what it says.
func Verify(d Document) bool {
	sealed, err := Seal(d)
	return err == nil && d.Hash != "" && sealed.Hash == d.Hash
}
