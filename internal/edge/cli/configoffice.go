package cli

import (
	"context"
	"time"

	"huying/internal/app/admin"
)

// office changes the region's configuration for accounts.
func (i *installation) office() *admin.Office {
	return newAdmin(i.store).Office(i.region, newDesk(i, false))
}

// What is planned for units comes about within the hour after the day begins.
const (
	unitPlans = "unit.plan" // 单位预定变更
	planEvery = time.Hour
)

func (i *installation) fulfilPlans(ctx context.Context) (more bool, err error) {
	_, err = i.office().FulfilPlans(ctx)
	return false, err
}
