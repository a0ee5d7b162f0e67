// Checks a folder that holds a log in C2SP form with the implementation of the Go project (golang.org/x/mod/sumdb), which
// knows nothing of ours: the signature of its checkpoint, every tile and entry against the root, that it continues the
// checkpoint of an earlier folder, and every .tlog-proof it finds.
//
//	verify KEY FOLDER [OLD-CHECKPOINT]
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8
const width = 1 << height

func must(err error, what ...interface{}) {
	if err != nil {
		fmt.Fprintln(os.Stderr, append(what, err)...)
		os.Exit(1)
	}
}

func fail(what ...interface{}) {
	fmt.Fprintln(os.Stderr, what...)
	os.Exit(1)
}

// The tree a checkpoint is of, once its signature is checked.
func tree(text []byte, verifiers note.Verifiers) tlog.Tree {
	opened, err := note.Open(text, verifiers)
	must(err, "signature:")
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		fail("a checkpoint of", len(lines), "lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size:")
	root, err := tlog.ParseHash(lines[2])
	must(err, "root:")
	return tlog.Tree{N: size, Hash: root}
}

// Tiles of a folder. Their paths there have no height before the level.
type folder string

func (f folder) Height() int { return height }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
		data, err := os.ReadFile(filepath.Join(string(f), "tile", path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// Every entry is in the tree at its place.
func entries(dir string, of tlog.Tree, hashes tlog.HashReader) {
	for first := int64(0); first < of.N; first += width {
		count := of.N - first
		if count > width {
			count = width
		}
		tile := tlog.Tile{H: height, L: 0, N: first / width, W: int(count)}
		path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/0/", height))
		data, err := os.ReadFile(filepath.Join(dir, "tile", "entries", path))
		must(err)
		var places []int64
		for n := int64(0); n < count; n++ {
			places = append(places, tlog.StoredHashIndex(0, first+n))
		}
		leaves, err := hashes.ReadHashes(places)
		must(err, "tiles at entry", first)
		for n := int64(0); n < count; n++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				fail("bundle ends before entry", first+n)
			}
			length := int(binary.BigEndian.Uint16(data))
			if tlog.RecordHash(data[2:2+length]) != leaves[n] {
				fail("entry", first+n, "is another than the tree has")
			}
			data = data[2+length:]
		}
		if len(data) > 0 {
			fail("bundle", path, "has more than its entries")
		}
	}
}

// A proof that somebody keeps.
func proof(path string, verifiers note.Verifiers) {
	text, err := os.ReadFile(path)
	must(err)
	parts := bytes.SplitN(text, []byte("\n\n"), 2)
	lines := strings.Split(string(parts[0]), "\n")
	if len(parts) != 2 || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		fail(path, "is no proof")
	}
	extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err, path)
	var opening struct{ Entry string }
	must(json.Unmarshal(extra, &opening), path)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err, path)
	var way tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		must(err, path)
		way = append(way, hash)
	}
	of := tree(parts[1], verifiers)
	must(tlog.CheckRecord(way, of.N, of.Hash, index, tlog.RecordHash([]byte(opening.Entry))), path)
}

func main() {
	if len(os.Args) < 3 {
		fail("verify KEY FOLDER [OLD-CHECKPOINT]")
	}
	verifier, err := note.NewVerifier(os.Args[1])
	must(err, "key:")
	verifiers := note.VerifierList(verifier)
	dir := os.Args[2]
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	must(err)
	now := tree(text, verifiers)
	hashes := tlog.TileHashReader(now, folder(dir))
	if now.N > 0 {
		root, err := tlog.TreeHash(now.N, hashes)
		must(err, "tiles:")
		if root != now.Hash {
			fail("the tiles make another root")
		}
	}
	entries(dir, now, hashes)
	if len(os.Args) > 3 {
		old, err := os.ReadFile(os.Args[3])
		must(err)
		before := tree(old, verifiers)
		if before.N > 0 {
			way, err := tlog.ProveTree(now.N, before.N, hashes)
			must(err, "tiles:")
			must(tlog.CheckTree(way, now.N, now.Hash, before.N, before.Hash), "consistency:")
		}
	}
	proofs := 0
	must(filepath.Walk(dir, func(path string, _ os.FileInfo, err error) error {
		if err == nil && strings.HasSuffix(path, ".tlog-proof") {
			proof(path, verifiers)
			proofs++
		}
		return err
	}))
	fmt.Printf("%d entries, %d proofs\n", now.N, proofs)
}
