package export

import (
	"io"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/openleg"
	"huying/internal/kernel/errs"
)

// JSON writes the document as the JSON of the contract (design §4.4), which has no
// place for a seal.
func JSON(d bulletin.Document, _ *openleg.Seal, w io.Writer) error {
	b, err := bulletin.Encode(d)
	if err != nil {
		return errs.Wrap("export.JSON", err)
	}
	_, err = w.Write(b)
	return errs.Wrap("export.JSON", err)
}
