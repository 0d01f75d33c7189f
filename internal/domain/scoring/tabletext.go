package scoring

import (
	"io"
	"strings"

	"huying/internal/domain/csvtext"
	"huying/internal/kernel/errs"
)

// maxTable bounds a table file, in bytes.
const maxTable = 64 << 20

// readText reads a text as csvtext.Decode does. The file is named in errors,
// with the line where its encoding breaks.
func readText(r io.Reader, name string) (string, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	if err != nil {
		return "", errs.At(errs.Position{File: name}, errs.Newf(errs.Invalid, "table.unreadable", "cannot be read: %v", "无法读取：%v", err))
	}
	if len(data) > maxTable {
		return "", errs.At(errs.Position{File: name}, errs.Newf(errs.Invalid, "table.size", "more than %d bytes", "超过 %d 字节", maxTable))
	}
	text, err := csvtext.Decode(data)
	return text, errs.At(errs.Position{File: name, Line: 1 + strings.Count(text, "\n")}, err)
}
