// Go's decoder as a careful program would use it on a large document: token by token down to the lists, item by item in
// them, unknown fields refused. It goes on after a bad item, and counts.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

type layer struct{ ID, Path string }
type directory struct {
	HostPath, ContainerPath       string
	ReadOnly                      bool
	BandwidthMaximum, IOPSMaximum uint64
}
func fail(err error) {
	fmt.Println(err)
	os.Exit(65)
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		fail(err)
	}
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	faults := 0
	item := func(into interface{}) {
		if err := decoder.Decode(into); err != nil {
			if _, isSyntax := err.(*json.SyntaxError); isSyntax || err == io.ErrUnexpectedEOF {
				fail(err)
			}
			faults++
		}
	}
	for {
		if _, err := decoder.Token(); err == io.EOF {
			break
		} else if err != nil {
			fail(err)
		}
		for decoder.More() {
			key, err := decoder.Token()
			if err != nil {
				fail(err)
			}
			switch key {
			case "Layers", "MappedDirectories":
				if _, err := decoder.Token(); err != nil {
					fail(err)
				}
				for decoder.More() {
					if key == "Layers" {
						item(&layer{})
					} else {
						item(&directory{})
					}
				}
				if _, err := decoder.Token(); err != nil {
					fail(err)
				}
			case "SystemType", "Name", "Owner", "LayerFolderPath", "HostName":
				var text string
				item(&text)
			case "HvPartition":
				var flag bool
				item(&flag)
			case "ProcessorCount", "ProcessorWeight", "MemoryMaximumInMB":
				var number uint64
				item(&number)
			case "EndpointList":
				var list []string
				item(&list)
			default:
				fail(fmt.Errorf("unknown field %v", key))
			}
		}
		if _, err := decoder.Token(); err != nil {
			fail(err)
		}
	}
	if faults > 0 {
		fail(fmt.Errorf("%d faults", faults))
	}
}
