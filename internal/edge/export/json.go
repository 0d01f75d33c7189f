package export

import (
	"io"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/errs"
)

// JSON writes the document as the JSON of the contract (design §4.4).
func JSON(d bulletin.Document, w io.Writer) error {
	b, err := bulletin.Encode(d)
	if err != nil {
		return errs.Wrap("export.JSON", err)
	}
	_, err = w.Write(b)
	return errs.Wrap("export.JSON", err)
}
