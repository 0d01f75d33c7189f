// Package statistics is the room of figures (统计): any period by units,
// subjects, places, kinds, channels, days taken and topics, each figure with
// what it is a part of, beside the period before and the year before.
package statistics
