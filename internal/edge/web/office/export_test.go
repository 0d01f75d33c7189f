package office

import "huying/internal/kernel/i18n"

// Messages is what the pages of this room say.
func Messages() i18n.Catalogue { return messages }
