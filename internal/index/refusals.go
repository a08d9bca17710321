package index

import (
	"fmt"

	"klarmeld/internal/oio"
)

// NotFound is what the index answers of an update of an object that it has not.
func NotFound(t oio.ObjektType, uuid string) Retur {
	return Retur{Kode: StatusNotFound, Type: t, UUID: uuid,
		Tekst: fmt.Sprintf("%s %s findes ikke i indekset; objektet skal importeres, før det kan opdateres", t, uuid)}
}

// Exists is what it answers of an import of an object whose UUID it has, of whichever type.
func Exists(t, there oio.ObjektType, uuid string) Retur {
	return Retur{Kode: StatusExists, Type: t, UUID: uuid, Tekst: fmt.Sprintf("%s %s findes allerede i indekset; brug opdater", there, uuid)}
}

// MasterStays is what it answers of an update that gives an object another Master.
func MasterStays(t oio.ObjektType, uuid string) Retur {
	return Retur{Kode: StatusBadInput, Type: t, UUID: uuid, Tekst: "objektets Master kan ikke ændres; intet er opdateret"}
}
