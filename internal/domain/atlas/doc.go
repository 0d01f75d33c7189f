// Package atlas reads the shapes of a region's streets from GeoJSON (RFC 7946),
// matches them with the streets that the region has, and lays them out as a
// picture in whole units. It is pure; no boundary is part of it.
package atlas
