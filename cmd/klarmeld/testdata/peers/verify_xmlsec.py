#!/usr/bin/python3
"""Verifies signed messages by xmlsec1's library, for bench_signed_test.go.

Its arguments: the certificate by which messages are signed, and the one by which tokens
are. It reads messages from stdin, each behind its length in four bytes, big-endian, until
the end; then verifies both signatures of each, and writes how many hold, the seconds that took,
and those of processor time. Reading the XML is part of it."""
import struct
import sys
import time

import xmlsec
from lxml import etree

WSSE = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd}"
SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def verify(node, key):
    context = xmlsec.SignatureContext()
    context.key = key
    context.verify(node)


def main():
    holder, issuer = (xmlsec.Key.from_file(path, xmlsec.KeyFormat.CERT_PEM) for path in sys.argv[1:3])
    messages = []
    while head := sys.stdin.buffer.read(4):
        messages.append(sys.stdin.buffer.read(struct.unpack(">i", head)[0]))
    begun, used = time.perf_counter(), time.process_time()
    for raw in messages:
        root = etree.fromstring(raw)
        xmlsec.tree.add_ids(root, ["Id", "ID"])
        security = root.find(".//" + WSSE + "Security")
        verify(security.find(SAML + "Assertion/" + SIGNATURE), issuer)
        verify(security.find(SIGNATURE), holder)
    print(len(messages), time.perf_counter() - begun, time.process_time() - used)


main()
