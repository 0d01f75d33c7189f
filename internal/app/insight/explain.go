package insight

import (
	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
)

func explain(_ *rulebook.Book, k casework.Clock) ExplainedClock { return ExplainedClock{Clock: k} }
