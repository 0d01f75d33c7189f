-- +goose Up

-- What citizens said when they were called back, by the moment of the call.
CREATE INDEX leg_called ON leg (region, callback_met) WHERE callback_met IS NOT NULL;
