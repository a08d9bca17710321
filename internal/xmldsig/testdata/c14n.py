#!/usr/bin/python3
"""Writes elements in exclusive canonical form by libxml2, for libxml2_test.go.

By the library itself, and not by lxml: that passes no PrefixList on as it stands, but
only the prefixes that its documents happen to hold, so never #default.

Asked over stdin, answered over stdout, one at a time, until the end. A question is four
numbers of 32 bits, big-endian: the element in document order, the one to leave out or -1,
the bytes of the PrefixList and those of the document; then the list, with blanks between,
and the document. An answer is a byte, 0 for a form and 1 for a refusal, the number of
bytes, and these."""
import ctypes
import struct
import sys
from ctypes import POINTER, byref, c_char_p, c_int, c_void_p

NO_NETWORK, NO_ERRORS, NO_WARNINGS, EXCLUSIVE = 1 << 11, 1 << 5, 1 << 6, 1


class NodeSet(ctypes.Structure):
    _fields_ = [("count", c_int), ("max", c_int), ("nodes", POINTER(c_void_p))]


class Found(ctypes.Structure):
    _fields_ = [("type", c_int), ("set", POINTER(NodeSet))]


Visible = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p)
lib = ctypes.CDLL("libxml2.so.2")
for name, result, arguments in (
    ("xmlReadMemory", c_void_p, (c_char_p, c_int, c_char_p, c_char_p, c_int)),
    ("xmlFreeDoc", None, (c_void_p,)),
    ("xmlXPathNewContext", c_void_p, (c_void_p,)),
    ("xmlXPathFreeContext", None, (c_void_p,)),
    ("xmlXPathNodeEval", POINTER(Found), (c_void_p, c_char_p, c_void_p)),
    ("xmlXPathFreeObject", None, (POINTER(Found),)),
    ("xmlUnlinkNode", None, (c_void_p,)),
    ("xmlFreeNode", None, (c_void_p,)),
    ("xmlAllocOutputBuffer", c_void_p, (c_void_p,)),
    ("xmlOutputBufferGetContent", c_void_p, (c_void_p,)),
    ("xmlOutputBufferGetSize", ctypes.c_size_t, (c_void_p,)),
    ("xmlOutputBufferClose", c_int, (c_void_p,)),
    ("xmlC14NExecute", c_int, (c_void_p, Visible, c_void_p, c_int, POINTER(c_char_p), c_int, c_void_p)),
):
    getattr(lib, name).restype, getattr(lib, name).argtypes = result, arguments


class Document:
    def __init__(self, text):
        self.doc = lib.xmlReadMemory(text, len(text), None, None, NO_NETWORK | NO_ERRORS | NO_WARNINGS)
        if not self.doc:
            raise ValueError("not read")
        self.context = lib.xmlXPathNewContext(self.doc)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        lib.xmlXPathFreeContext(self.context)
        lib.xmlFreeDoc(self.doc)

    def find(self, path, start):
        found = lib.xmlXPathNodeEval(start, path, self.context)
        nodes = found.contents.set.contents
        out = nodes.nodes[: nodes.count]
        lib.xmlXPathFreeObject(found)
        return out

    def canonical(self, apex, inclusive):
        """The element where it stands, so that it has what is declared around it."""
        inside = set(self.find(b"descendant-or-self::node()", apex))
        visible = Visible(lambda _, node, parent: node in inside or parent in inside)
        prefixes = (c_char_p * (len(inclusive) + 1))(*inclusive, None)
        out = lib.xmlAllocOutputBuffer(None)
        try:
            if lib.xmlC14NExecute(self.doc, visible, None, EXCLUSIVE, prefixes, 0, out) < 0:
                raise ValueError("no canonical form")
            return ctypes.string_at(lib.xmlOutputBufferGetContent(out), lib.xmlOutputBufferGetSize(out))
        finally:
            lib.xmlOutputBufferClose(out)


def answer(text, index, without, inclusive):
    with Document(text) as d:
        elements = d.find(b"//*", d.doc)
        if without >= 0:
            lib.xmlUnlinkNode(elements[without])
        try:
            return d.canonical(elements[index], inclusive)
        finally:
            if without >= 0:
                lib.xmlFreeNode(elements[without])


def main():
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    version = c_char_p.in_dll(lib, "xmlParserVersion").value.decode()
    print("libxml2", version, file=sys.stderr, flush=True)
    while head := asked.read(16):
        index, without, listed, size = struct.unpack(">iiii", head)
        prefixes = asked.read(listed).split()
        text = asked.read(size)
        try:
            status, said = 0, answer(text, index, without, prefixes)
        except (ValueError, IndexError) as e:
            status, said = 1, repr(e).encode()
        answers.write(struct.pack(">bi", status, len(said)) + said)
        answers.flush()


main()
