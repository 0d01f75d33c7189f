package insight

import (
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/rulebook"
)

func explain(*rulebook.Book, casework.Clock) []deadline.Line { return nil }
