package org.limbench.trace;

/**
 * Numbers of the PCAP Next Generation capture file format, as far as traces use them (IETF draft-ietf-opsawg-pcapng, sections
 * 3.1 blocks, 3.5 options, 4.1 section header, 4.2 interface description, 4.3 enhanced packet), and of its link types
 * (draft-ietf-opsawg-pcaplinktype: 147 to 162 are for private use).
 */
final class Pcapng {
    static final int SECTION_HEADER = 0x0A0D0D0A;
    static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    static final int MAJOR_VERSION = 1;
    static final int INTERFACE_DESCRIPTION = 1;
    static final int ENHANCED_PACKET = 6;

    /** Stands for a block that was passed over; no block has this type. */
    static final int OTHER = 0;

    /** Type, total length twice: what every block has. */
    static final int BLOCK_FRAME = 12;

    static final int END_OF_OPTIONS = 0;
    static final int COMMENT = 1;
    static final int SECTION_HARDWARE = 2;
    static final int SECTION_SYSTEM = 3;
    static final int SECTION_APPLICATION = 4;
    static final int INTERFACE_NAME = 2;
    static final int INTERFACE_DESCRIPTION_TEXT = 3;
    static final int INTERFACE_RESOLUTION = 9;
    static final int INTERFACE_OFFSET = 14;
    static final int PACKET_FLAGS = 2;
    static final int PACKET_QUEUE = 6;

    /** Bits 0 and 1 of a packet's flags. */
    static final int DIRECTION_MASK = 3;

    static final int INBOUND = 1;
    static final int OUTBOUND = 2;

    /** Link type USER0: each packet is one bare envelope, stuffing and CRC taken off. */
    static final int ENVELOPES = 147;
    /** Link type USER1: each packet is what lay between two delimiters and was no frame; an empty one says something of the link. */
    static final int RAW = 148;

    private Pcapng() {}

    /** Whether traces are made of blocks of a type. */
    static boolean matters(int type) {
        return type == SECTION_HEADER || type == INTERFACE_DESCRIPTION || type == ENHANCED_PACKET;
    }
}
