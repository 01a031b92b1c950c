package org.limbench.device;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a meter did not see of a window: energy flowed that its registers do not hold.
 *
 * @param accounts not seen whole; empty: everything was seen
 * @param causes why, as far as the device tells
 * @param seconds device time missed, s; 0 where not told
 */
public record MeterLoss(Set<EnergyAccount> accounts, Set<Cause> causes, double seconds) {
    /** Everything was seen. */
    public static final MeterLoss NONE =
            new MeterLoss(EnumSet.noneOf(EnergyAccount.class), EnumSet.noneOf(Cause.class), 0);

    public MeterLoss {
        accounts = accounts.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(accounts));
        causes = causes.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(causes));
        Require.atLeastZero("unseen_seconds", seconds, "s");
        if (accounts.isEmpty() && (!causes.isEmpty() || seconds > 0)) {
            throw new IllegalArgumentException(
                    "unseen_accounts is empty; allowed with causes or seconds: the accounts that were not seen whole");
        }
    }

    /** Why a meter did not see. */
    public enum Cause {
        /** It did not sample: off, busy, or a capture that failed. */
        GAP(1),
        /** Samples came faster than it could take them. */
        OVERRUN(2),
        /** An input or a register was at its end. */
        SATURATION(4),
        /** It began anew. */
        RESET(8);

        private final int bit;

        Cause(int bit) {
            this.bit = bit;
        }

        /** Its name in files, tables and JSON, e.g. {@code gap}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A loss told by bits: bit n for account n, none for all of them; causes as {@link #causeBits}. Others are skipped. */
    public static MeterLoss ofBits(int accountBits, int causeBits, double seconds) {
        EnumSet<EnergyAccount> accounts = EnumSet.noneOf(EnergyAccount.class);
        for (EnergyAccount account : EnergyAccount.values()) {
            if ((accountBits >>> account.channel() & 1) != 0) {
                accounts.add(account);
            }
        }
        EnumSet<Cause> causes = EnumSet.noneOf(Cause.class);
        for (Cause cause : Cause.values()) {
            if ((causeBits & cause.bit) != 0) {
                causes.add(cause);
            }
        }
        return accounts.isEmpty() ? ofAll(causes, seconds) : new MeterLoss(accounts, causes, seconds);
    }

    /** Bit n for account n; none where all are meant. */
    public int accountBits() {
        int bits = 0;
        for (EnergyAccount account : accounts) {
            bits |= accounts.size() == EnergyAccount.count() ? 0 : 1 << account.channel();
        }
        return bits;
    }

    /** 1 gap, 2 overrun, 4 saturation, 8 reset. */
    public int causeBits() {
        int bits = 0;
        for (Cause cause : causes) {
            bits |= cause.bit;
        }
        return bits;
    }

    /** A loss of every account. */
    public static MeterLoss ofAll(Set<Cause> causes, double seconds) {
        return new MeterLoss(EnumSet.allOf(EnergyAccount.class), causes, seconds);
    }

    /** Whether everything was seen. */
    public boolean isNone() {
        return accounts.isEmpty();
    }

    /** Both losses as one. */
    public MeterLoss and(MeterLoss other) {
        if (isNone() || other.isNone()) {
            return isNone() ? other : this;
        }
        EnumSet<EnergyAccount> either = EnumSet.copyOf(accounts);
        either.addAll(other.accounts);
        EnumSet<Cause> why = EnumSet.noneOf(Cause.class);
        why.addAll(causes);
        why.addAll(other.causes);
        return new MeterLoss(either, why, seconds + other.seconds);
    }
}
