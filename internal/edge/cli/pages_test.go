package cli

import (
	"testing"

	"huying/internal/edge/web/board"
	"huying/internal/edge/web/bulletins"
	"huying/internal/edge/web/callback"
	"huying/internal/edge/web/citizen"
	"huying/internal/edge/web/dispatch"
	"huying/internal/edge/web/entrance"
	"huying/internal/edge/web/intake"
	"huying/internal/edge/web/office"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/portal"
	"huying/internal/edge/web/workbench"
)

// TestRoomsFitTogether: the rooms of a server have no address and no message in
// common, which would keep it from starting.
func TestRoomsFitTogether(t *testing.T) {
	t.Parallel()
	page.New(page.Options{Name: "柯城区"},
		bulletins.Room(bulletins.Options{}), entrance.Room(entrance.Options{}), workbench.Room(workbench.Options{}), intake.Room(intake.Options{}),
		callback.Room(callback.Options{}), portal.Room(portal.Options{}), dispatch.Room(dispatch.Options{}), office.Room(office.Options{}), board.Room(board.Options{}), citizen.Room(citizen.Options{}))
}
