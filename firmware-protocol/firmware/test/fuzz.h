/* What the parts of the fuzzer share: fuzz_engine.c drives the engine, fuzz_host.c makes messages, fuzz_watch.c watches. */
#ifndef FUZZ_H
#define FUZZ_H

#include "lim_model.h"
#include "lim_state.h"

/* A rule of the protocol that does not hold ends the process; the fuzzer keeps the input. */
#define FUZZ_MUST(condition) \
    do { \
        if (!(condition)) { \
            fuzz_broken(#condition, __FILE__, __LINE__); \
        } \
    } while (0)
void fuzz_broken(const char *rule, const char *file, int line);

/* fuzz_engine.c */
extern lim_device fuzz_device;
extern uint64_t fuzz_millis; /* since boot */
/* The power goes, in the middle of whatever is under way; does not return. */
void fuzz_power_cut(void);
/* Next octet of the script, 0 at its end. */
uint8_t fuzz_octet(void);
/* A length in two octets, then so many bytes or as many as there are; stay with the script. */
size_t fuzz_bytes(const uint8_t **into);
/* Puts an envelope, stuffed and with its CRC, where the port finds it; all of it or, where there is no room, nothing. */
void fuzz_frame(const uint8_t *envelope, size_t length);
/* Polls the engine until it has taken all bytes. */
void fuzz_poll(void);

/* fuzz_host.c: steps of a script, see enum step */
void host_start(void);
void host_hello(void);
void host_next(bool new_id);
void host_tweaked(void);
void host_staged(void);
void host_raw(void);
void host_again(void);
void host_again_as_next(void);
void host_ack(void);

/* fuzz_watch.c */

/* Forgets everything. The registers begin at counts; the chip tells jumps or not. */
void watch_start(uint64_t counts, bool jumps_known);
/* The controller has booted: ids begin anew. */
void watch_boot(void);
/* The power goes at a slot, from 1; 0: it stays. */
void watch_cut_at(uint32_t slot);
/* A poll begins with so many bytes to come. */
void watch_poll(size_t bytes);
/* A poll is over: the engine's own bookkeeping must be sound. */
void watch_polled(void);
/* Bytes the engine sent. */
void watch_sent(const uint8_t *bytes, size_t count);

#endif
