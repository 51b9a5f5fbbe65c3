// libovsdb's part of the comparison: `load <path>`, or `write <path> <run> <scale>`; prints one line of JSON.
package main

import (
	"context"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"github.com/ovn-kubernetes/libovsdb/client"
	"github.com/ovn-kubernetes/libovsdb/model"
	"github.com/ovn-kubernetes/libovsdb/ovsdb"
)

type logicalSwitch struct {
	UUID  string   `ovsdb:"_uuid"`
	Name  string   `ovsdb:"name"`
	Ports []string `ovsdb:"ports"`
}

type logicalSwitchPort struct {
	UUID         string            `ovsdb:"_uuid"`
	Name         string            `ovsdb:"name"`
	Addresses    []string          `ovsdb:"addresses"`
	PortSecurity []string          `ovsdb:"port_security"`
	Options      map[string]string `ovsdb:"options"`
	ExternalIDs  map[string]string `ovsdb:"external_ids"`
}

const portsPerSwitch = 100

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func derivedUUID(name string) string {
	sum := fmt.Sprintf("%x", sha1.Sum([]byte(name)))
	return sum[:8] + "-" + sum[8:12] + "-5" + sum[13:16] + "-8" + sum[17:20] + "-" + sum[20:32]
}

func connect(ctx context.Context, path string) client.Client {
	tables := map[string]model.Model{"Logical_Switch": &logicalSwitch{}, "Logical_Switch_Port": &logicalSwitchPort{}}
	dbModel := must(model.NewClientDBModel("OVN_Northbound", tables))
	dbModel.SetIndexes(map[string][]model.ClientIndex{
		"Logical_Switch":      {{Columns: []model.ColumnKey{{Column: "name"}}}},
		"Logical_Switch_Port": {{Columns: []model.ColumnKey{{Column: "external_ids", Key: "qn-id"}}}},
	})
	discard := logr.Discard()
	c := must(client.NewOVSDBClient(dbModel, client.WithEndpoint("unix:"+path), client.WithLogger(&discard)))
	if err := c.Connect(ctx); err != nil {
		panic(err)
	}
	must(c.MonitorAll(ctx))
	return c
}

func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func load(ctx context.Context, path string) map[string]float64 {
	before := heap()
	c := connect(ctx, path)
	ready := float64(time.Now().UnixMicro()) / 1000
	after := heap()
	return map[string]float64{
		"readyAt":   ready,
		"rows":      float64(c.Cache().Table("Logical_Switch_Port").Len()),
		"heapBytes": float64(after) - float64(before),
	}
}

type bench struct {
	ctx      context.Context
	client   client.Client
	run      string
	switches int
}

func (b *bench) transact(operations []ovsdb.Operation) {
	results := must(b.client.Transact(b.ctx, operations...))
	if _, err := ovsdb.CheckOperationResults(results, operations); err != nil {
		panic(err)
	}
}

// The same operations as the other clients send, and like them with the check that the switch exists.
func (b *bench) addPort(number int, parent string) []ovsdb.Operation {
	id := derivedUUID(fmt.Sprintf("%s port %d", b.run, number))
	address := fmt.Sprintf("0a:00:00:%02x:%02x:%02x 10.%d.%d.%d",
		number>>16&255, number>>8&255, number&255, number>>16&255, number>>8&255, number&255)
	port := &logicalSwitchPort{
		UUID: id, Name: id, Addresses: []string{address}, PortSecurity: []string{address},
		Options: map[string]string{"requested-chassis": fmt.Sprintf("hv%d", number%100), "mcast_flood": "false"},
		ExternalIDs: map[string]string{
			"qn-owner": derivedUUID("owner"), "qn-kind": "port", "qn-id": id, "qn-project": derivedUUID(parent)},
	}
	logical := &logicalSwitch{UUID: derivedUUID(parent)}
	timeout := 0
	wait := must(b.client.Where(logical).Wait(ovsdb.WaitConditionEqual, &timeout, logical, &logical.UUID))
	create := must(b.client.Create(port))
	mutate := must(b.client.Where(logical).Mutate(logical,
		model.Mutation{Field: &logical.Ports, Mutator: ovsdb.MutateOperationInsert, Value: []string{id}}))
	return append(append(create, wait...), mutate...)
}

func (b *bench) ports(count int) [][]ovsdb.Operation {
	made := make([][]ovsdb.Operation, 0, count)
	for at := range count {
		if at%portsPerSwitch == 0 {
			b.switches++
			name := fmt.Sprintf("%s switch %d", b.run, b.switches)
			b.transact(must(b.client.Create(&logicalSwitch{UUID: derivedUUID(name), Name: name})))
		}
		made = append(made, b.addPort(b.switches*portsPerSwitch+at%portsPerSwitch, fmt.Sprintf("%s switch %d", b.run, b.switches)))
	}
	return made
}

func perSecond(count int, work func()) float64 {
	started := time.Now()
	work()
	return float64(count) / time.Since(started).Seconds()
}

func (b *bench) write(scale float64) map[string]float64 {
	size := func(count int) int {
		return (int(float64(count)*scale) + portsPerSwitch - 1) / portsPerSwitch * portsPerSwitch
	}
	inFlight := func(transactions [][]ovsdb.Operation) {
		var writers sync.WaitGroup
		queue := make(chan []ovsdb.Operation)
		for range 64 {
			writers.Add(1)
			go func() {
				defer writers.Done()
				for operations := range queue {
					b.transact(operations)
				}
			}()
		}
		for _, operations := range transactions {
			queue <- operations
		}
		close(queue)
		writers.Wait()
	}
	inFlight(b.ports(500))
	serial, flying, batched := b.ports(size(2000)), b.ports(size(5000)), b.ports(size(10000))
	return map[string]float64{
		"serial": perSecond(len(serial), func() {
			for _, operations := range serial {
				b.transact(operations)
			}
		}),
		"flying": perSecond(len(flying), func() { inFlight(flying) }),
		"batched": perSecond(len(batched), func() {
			for at := 0; at < len(batched); at += portsPerSwitch {
				var all []ovsdb.Operation
				for _, operations := range batched[at : at+portsPerSwitch] {
					all = append(all, operations...)
				}
				b.transact(all)
			}
		}),
	}
}

func main() {
	ctx := context.Background()
	var measured map[string]float64
	if os.Args[1] == "load" {
		measured = load(ctx, os.Args[2])
	} else {
		b := &bench{ctx: ctx, client: connect(ctx, os.Args[2]), run: os.Args[3]}
		measured = b.write(must(strconv.ParseFloat(os.Args[4], 64)))
	}
	must(os.Stdout.Write(must(json.Marshal(measured))))
}
