// Asks a DNS server as fast as it answers: a closed loop of a fixed number of questions in flight, on one socket, many packets per system call.
//
//	flood ADDRESS:PORT QUERIES SECONDS IN_FLIGHT
//
// QUERIES is a file of packets, each after its length in two bytes. Prints one line of JSON.
package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"golang.org/x/net/ipv4"
)

const batch = 64

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func readQueries(path string) [][]byte {
	data, err := os.ReadFile(path)
	fail(err)
	var queries [][]byte
	for at := 0; at+2 <= len(data); {
		size := int(binary.BigEndian.Uint16(data[at:]))
		queries = append(queries, data[at+2:at+2+size])
		at += 2 + size
	}
	return queries
}

type result struct {
	Answers  int     `json:"answers"`
	Lost     int     `json:"lost"`
	Seconds  float64 `json:"seconds"`
	PerRcode [16]int `json:"perRcode"`
}

func main() {
	queries := readQueries(os.Args[2])
	seconds, err := strconv.ParseFloat(os.Args[3], 64)
	fail(err)
	limit, err := strconv.Atoi(os.Args[4])
	fail(err)
	raw, err := net.Dial("udp4", os.Args[1])
	fail(err)
	socket := ipv4.NewPacketConn(raw.(*net.UDPConn))
	out, in := make([]ipv4.Message, batch), make([]ipv4.Message, batch)
	for index := range in {
		in[index].Buffers = [][]byte{make([]byte, 2048)}
		out[index].Buffers = [][]byte{nil}
	}
	var found result
	next, inFlight := 0, 0
	start := time.Now()
	for time.Since(start).Seconds() < seconds {
		for inFlight < limit {
			count := min(batch, limit-inFlight)
			for index := 0; index < count; index++ {
				out[index].Buffers[0] = queries[next]
				if next++; next == len(queries) {
					next = 0
				}
			}
			sent, err := socket.WriteBatch(out[:count], 0)
			fail(err)
			inFlight += sent
		}
		fail(raw.SetReadDeadline(time.Now().Add(50 * time.Millisecond)))
		count, err := socket.ReadBatch(in, 0)
		if err != nil {
			// What is not answered by now has been dropped.
			found.Lost += inFlight
			inFlight = 0
			continue
		}
		for index := 0; index < count; index++ {
			found.PerRcode[in[index].Buffers[0][3]&15]++
		}
		found.Answers += count
		inFlight = max(0, inFlight-count)
	}
	found.Seconds = time.Since(start).Seconds()
	fail(json.NewEncoder(os.Stdout).Encode(found))
}
