/* Sizes fixed at build time. A port may set any of them with -D. */
#ifndef LIM_CONFIG_H
#define LIM_CONFIG_H

/* Lines per side of the largest tile, a multiple of 8. */
#ifndef LIM_MOST_LINES
#define LIM_MOST_LINES 512
#endif
#define LIM_LINE_BYTES ((LIM_MOST_LINES + 7) / 8)
#if LIM_MOST_LINES < 1 || LIM_MOST_LINES > 65536
#error "LIM_MOST_LINES: 1 to 65536"
#endif

/* Frames the host may have unacknowledged. */
#ifndef LIM_CREDITS
#define LIM_CREDITS 2
#endif
#if LIM_CREDITS < 1 || LIM_CREDITS > 64
#error "LIM_CREDITS: 1 to 64"
#endif

/* Longest envelope sent and accepted (LIM-P-006, LIM-P-007). */
#define LIM_MOST_ENVELOPE 646

/* Replies kept until the host has acknowledged them, bytes; at least two of LIM_MOST_ENVELOPE with their lengths. */
#ifndef LIM_REPLY_BYTES
#define LIM_REPLY_BYTES 1408
#endif
#if LIM_REPLY_BYTES < 2 * (LIM_MOST_ENVELOPE + 2) || LIM_REPLY_BYTES > 65535
#error "LIM_REPLY_BYTES: 1296 to 65535"
#endif

/* Results kept for duplicates and queries (LIM-P-041 asks for 16), and the longest one, bytes. A result with all sixteen
 * registers at their widest takes 512; one that does not fit is not kept, and a question for it is INDETERMINATE. */
#define LIM_KEPT_RESULTS 16
#ifndef LIM_RESULT_BYTES
#define LIM_RESULT_BYTES 512
#endif
#if LIM_RESULT_BYTES < 64 || LIM_RESULT_BYTES > 65535
#error "LIM_RESULT_BYTES: 64 to 65535"
#endif

/* A command goes on for so long before lim_poll() returns, milliseconds, and to the end of the call of the port it is in. */
#ifndef LIM_SLICE_MILLIS
#define LIM_SLICE_MILLIS 5
#endif
/* Most bytes taken by one lim_poll(), so that a line that never rests does not keep it. */
#ifndef LIM_POLL_BYTES
#define LIM_POLL_BYTES 2048
#endif

/* Most bytes of codes in a readout's chunk. */
#define LIM_CHUNK 512

#define LIM_PROTO_MAJOR 1
#define LIM_PROTO_MINOR 0
/* CRC-32C of the sorted schema lines (LIM-P-017). */
#define LIM_SCHEMA_CRC 0xBCC95BE4u
#define LIM_MOST_LEASE_MILLIS 60000u
/* How far a command id may be above the last one: no slip of a host uses up what others need (LIM-P-040). */
#define LIM_MOST_ID_STEP ((uint64_t)1 << 40)

#endif
