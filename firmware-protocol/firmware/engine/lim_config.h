/* Sizes fixed at build time. A port may set any of them with -D. */
#ifndef LIM_CONFIG_H
#define LIM_CONFIG_H

/* Lines per side of the largest tile, a multiple of 8. */
#ifndef LIM_MOST_LINES
#define LIM_MOST_LINES 512
#endif
#define LIM_LINE_BYTES ((LIM_MOST_LINES + 7) / 8)

/* Frames the host may have unacknowledged. */
#ifndef LIM_CREDITS
#define LIM_CREDITS 2
#endif

/* Replies kept until the host has acknowledged them, bytes; at least two of LIM_MOST_ENVELOPE. */
#ifndef LIM_REPLY_BYTES
#define LIM_REPLY_BYTES 1408
#endif

/* Results kept for duplicates and queries (LIM-P-041 asks for 16), and the longest one, bytes. A result with all sixteen
 * registers at their widest takes 512; one that does not fit is not kept, and a question for it is INDETERMINATE. */
#define LIM_KEPT_RESULTS 16
#ifndef LIM_RESULT_BYTES
#define LIM_RESULT_BYTES 512
#endif

/* Longest envelope sent and accepted (LIM-P-006, LIM-P-007). */
#define LIM_MOST_ENVELOPE 646

#define LIM_PROTO_MAJOR 1
#define LIM_PROTO_MINOR 0
/* CRC-32C of the sorted schema lines (LIM-P-017). */
#define LIM_SCHEMA_CRC 0x7E8D6E80u
#define LIM_MOST_LEASE_MILLIS 60000u

#endif
