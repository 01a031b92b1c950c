package org.limbench.emulator;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.device.RandomStream;
import org.limbench.device.Receipt;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.energy.MeterChain;
import org.limbench.physics.CellArray;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.DriveChain;
import org.limbench.profile.ReadChain;
import org.limbench.protocol.Command;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.PowerOn;
import org.limbench.transport.Endpoint;
import org.limbench.transport.LinkKind;

/**
 * A device that answers the wire protocol with physics and a meter on virtual time. It does nothing by itself: bytes come
 * in, answers go out, in the caller's thread, so that the same device serves in-process and behind any carrier.
 *
 * <p>What a reset loses: session, lease, kept results, last update id, staging, barrier schedule. What it does not: the
 * cells (nonvolatile: level and rest barrier stay), the meter's registers and device time (our assumption: the meter is a
 * chip of its own). A host may also have it begin anew, as if taken out of the box again ({@link PowerOn}).
 *
 * <p>The back door (true conductances, {@link #advance}, {@link #snapshot}, faults) is for control servers and tests; it
 * never goes over the wire. Synchronised: the back door may be used from another thread than the wire.
 */
public final class EmulatedDevice implements ServedDevice, Endpoint {
    /** What the emulator calls itself in the datasheet. */
    public static final String FIRMWARE = "limbench-emulator 1";

    private static final int SNAPSHOT_MAGIC = 0x4C4D4400; // "LMD" and the format's digit
    private static final int SNAPSHOT_FORMAT = '3';
    private static final int DIGEST_BYTES = 32;
    private static final int SNAPSHOT_HEAD_BYTES = 4 + 4 + DIGEST_BYTES;

    /** The name the streams of a life had before devices could begin anew; what was published with it stays true. */
    private static final String LIFE_STREAM = "bench.arm.";

    private final Datasheet datasheet;
    private final ReadChain read;
    private final DriveChain drive;
    private final long seed;
    private final @Nullable LongFunction<Specimen> drawn;
    private final PlannedFaults faults;
    private final DeviceOptions options;
    private final List<FaultPlan.StuckCell> stuckCells = new ArrayList<>();
    private final DevicePeer inProcess = new DevicePeer(this);
    private StuckCells cells;
    private MeteredArray array;
    private Controller controller;
    private long boots;

    /**
     * What is drawn anew whenever a device begins a life.
     *
     * @param cells in their power-up state
     * @param meter its hidden errors drawn
     */
    private record Specimen(CellArray cells, MeterChain meter) {}

    /** A device that reads and drives exactly as its datasheet declares. */
    public EmulatedDevice(Datasheet datasheet, CellArray cells, MeterChain meter, long seed, DeviceOptions options) {
        this(datasheet, cells, meter, ReadChain.asDeclared(datasheet.converter()), DriveChain.exact(), seed, options);
    }

    /**
     * A device out of its parts, freshly booted. It cannot begin anew: there is but one of each part.
     *
     * @param datasheet what it declares of itself
     * @param cells in their power-up state; owned by the device from now on
     * @param meter owned by the device from now on
     * @param read how it truly reads
     * @param drive how it truly drives
     * @param seed of the read noise and of the read converter's faults
     * @param options everything else
     */
    public EmulatedDevice(
            Datasheet datasheet,
            CellArray cells,
            MeterChain meter,
            ReadChain read,
            DriveChain drive,
            long seed,
            DeviceOptions options) {
        this(datasheet, new Specimen(cells, meter), null, read, drive, seed, options);
    }

    private EmulatedDevice(
            Datasheet datasheet,
            Specimen first,
            @Nullable LongFunction<Specimen> drawn,
            ReadChain read,
            DriveChain drive,
            long seed,
            DeviceOptions options) {
        this.datasheet = datasheet;
        this.read = read;
        this.drive = drive;
        this.seed = seed;
        this.drawn = drawn;
        this.faults = new PlannedFaults(options.faults());
        this.options = options;
        this.stuckCells.addAll(options.faults().stuckCells());
        this.cells = defective(first.cells());
        this.array = new MeteredArray(datasheet, cells, first.meter(), read, drive, seed);
        this.controller = boot();
    }

    private StuckCells defective(CellArray sound) {
        StuckCells all = new StuckCells(sound);
        stuckCells.forEach(stuck -> all.stick(stuck.cell(), siemensAt(stuck.fraction())));
        return all;
    }

    /** A device of a profile, fresh from the factory: cells, meter errors and noise drawn by the seed. */
    public static EmulatedDevice of(DeviceProfile profile, long seed, DeviceOptions options) {
        return of(profile, FIRMWARE, seed, options);
    }

    /** The same with firmware of another name. */
    public static EmulatedDevice of(DeviceProfile profile, String firmware, long seed, DeviceOptions options) {
        LongFunction<Specimen> drawn = from -> new Specimen(profile.newArray(from), profile.newMeter(from));
        return new EmulatedDevice(
                profile.datasheet(firmware),
                drawn.apply(seed),
                drawn,
                profile.readChain(),
                profile.driveChain(),
                seed,
                options);
    }

    private Controller boot() {
        boots++;
        return new Controller(options.bootIds().getAsLong(), datasheet, array, faults, options, drawn != null);
    }

    /** From the only peer there is in-process; carriers have one {@link #newPeer} for each. */
    @Override
    public void receive(LinkKind kind, byte[] bytes, Outbox outbox) {
        inProcess.receive(kind, bytes, outbox);
    }

    /** A peer that has said nothing yet. A session that is open stays with whom it is. */
    @Override
    public DevicePeer newPeer() {
        return new DevicePeer(this);
    }

    /** Takes what a peer said, in order; returns what to tell that peer. */
    synchronized List<Envelope> take(List<DecodeResult> results, DevicePeer peer) {
        List<Envelope> answers = new ArrayList<>();
        try {
            for (DecodeResult result : results) {
                controller.accept(result, peer, answers::add);
            }
            controller.flush(peer, answers::add);
        } catch (PowerCut cut) {
            if (cut.life != null) {
                renew(cut.life);
            }
            reboot();
        }
        return answers;
    }

    /**
     * Draws cells, meter and noise anew. Defects stay, and planned faults go on counting: they belong to the bench. The life
     * without a name is the one the device was made with.
     */
    private void renew(String life) {
        if (drawn == null) {
            throw new IllegalStateException("there is but one specimen of this device");
        }
        long from = life.isEmpty()
                ? seed
                : RandomStream.of(seed, LIFE_STREAM + life).bits(0);
        Specimen specimen = drawn.apply(from);
        cells = defective(specimen.cells());
        array = new MeteredArray(datasheet, cells, specimen.meter(), read, drive, from);
    }

    synchronized boolean heldBy(DevicePeer peer) {
        return controller.heldBy(peer);
    }

    /** What it declares of itself. */
    public Datasheet datasheet() {
        return datasheet;
    }

    /** Drawn at the last boot. */
    public synchronized long bootId() {
        return controller.bootId();
    }

    /** Boots so far, the first included. */
    public synchronized long boots() {
        return boots;
    }

    /** State-changing commands carried out or begun since the device was made. */
    public synchronized long updates() {
        return faults.updates();
    }

    /** Device time, s. */
    public synchronized double deviceSeconds() {
        return array.deviceSeconds();
    }

    /** Cuts the controller's power for an instant. */
    public synchronized void reboot() {
        controller = boot();
    }

    /** True conductances of a tile, S, row-major. */
    public synchronized double[] conductancesSiemens(Tile tile) {
        CommandLimits.tile(datasheet, tile);
        return array.conductancesSiemens(tile);
    }

    /** Lets device time pass, metered, as a {@link Command} of a host would. */
    public synchronized Receipt advance(TimeAdvance advance) {
        return array.apply(advance);
    }

    /** Adds a power cut to come. */
    public synchronized void inject(FaultPlan.Reboot reboot) {
        faults.add(reboot);
    }

    /** Adds a power cut to come at a command known by its id. */
    public synchronized void inject(FaultPlan.RebootAtCommand reboot) {
        faults.add(reboot);
    }

    /** Adds a stretch without meter. */
    public synchronized void inject(FaultPlan.MeterGap gap) {
        faults.add(gap);
    }

    /** Makes a cell stick now. */
    public synchronized void inject(FaultPlan.StuckCell stuck) {
        cells.stick(stuck.cell(), siemensAt(stuck.fraction()));
        stuckCells.add(stuck);
    }

    private double siemensAt(double fraction) {
        return datasheet.leastSiemens() + fraction * (datasheet.mostSiemens() - datasheet.leastSiemens());
    }

    /**
     * Cells, meter, device time, read count and time of the last write, in a stable layout; not the controller's RAM, not
     * the faults. Between "LMD3", length and digest of the device's kind and size, and the SHA-256 of all before it.
     */
    public synchronized byte[] snapshot() {
        byte[] state = cells.snapshot();
        byte[] meter = array.meter().snapshot();
        int length = SNAPSHOT_HEAD_BYTES + 8 + 8 + 8 + 4 + state.length + 4 + meter.length + DIGEST_BYTES;
        ByteBuffer out = ByteBuffer.allocate(length)
                .putInt(SNAPSHOT_MAGIC | SNAPSHOT_FORMAT)
                .putInt(length)
                .put(kindDigest())
                .putDouble(array.deviceSeconds())
                .putLong(array.reading().reads())
                .putDouble(array.reading().writtenSeconds())
                .putInt(state.length)
                .put(state)
                .putInt(meter.length)
                .put(meter);
        return out.put(sha256(out.array(), length - DIGEST_BYTES)).array();
    }

    private byte[] kindDigest() {
        byte[] kind = (datasheet.device() + " " + datasheet.profileSha256() + " " + datasheet.geometry())
                .getBytes(StandardCharsets.UTF_8);
        return sha256(kind, kind.length);
    }

    private static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whole, of this format, unharmed and of this kind of device; the buffer stands at what was kept then. */
    private ByteBuffer opened(byte[] snapshot) {
        if (snapshot.length < SNAPSHOT_HEAD_BYTES + DIGEST_BYTES) {
            throw new IllegalArgumentException(
                    "snapshot has " + snapshot.length + " bytes; allowed: one written by a device, whole");
        }
        ByteBuffer in = ByteBuffer.wrap(snapshot);
        int magic = in.getInt();
        if ((magic & 0xFFFFFF00) != SNAPSHOT_MAGIC) {
            throw new IllegalArgumentException("snapshot is not a device's; allowed: one written by a device");
        }
        int format = (magic & 0xFF) - '0';
        if ((magic & 0xFF) != SNAPSHOT_FORMAT) {
            throw new IllegalArgumentException(
                    "snapshot format is " + format + "; allowed: " + (SNAPSHOT_FORMAT - '0') + ", of this version");
        }
        int length = in.getInt();
        if (length != snapshot.length) {
            throw new IllegalArgumentException(
                    "snapshot has " + snapshot.length + " bytes; allowed: the " + length + " it was written with");
        }
        int body = length - DIGEST_BYTES;
        if (!MessageDigest.isEqual(sha256(snapshot, body), Arrays.copyOfRange(snapshot, body, length))) {
            throw new IllegalArgumentException(
                    "snapshot is damaged: it is not what its SHA-256 says; allowed: one as it" + " was written");
        }
        byte[] kind = new byte[DIGEST_BYTES];
        in.get(kind);
        if (!MessageDigest.isEqual(kind, kindDigest())) {
            throw new IllegalArgumentException("snapshot is of another device; allowed: one of " + datasheet.device()
                    + ", the same profile, " + datasheet.geometry());
        }
        return in;
    }

    /**
     * Restores a snapshot of a device of the same profile and seed, and reboots: a host must not see registers run
     * backwards within a boot.
     *
     * @throws IllegalArgumentException when it is not one; cells and meter are as before then
     */
    public synchronized void restore(byte[] snapshot) {
        ByteBuffer in = opened(snapshot);
        try {
            double seconds = in.getDouble();
            long reads = in.getLong();
            double writtenSeconds = in.getDouble();
            byte[] state = part(in);
            byte[] meter = part(in);
            byte[] before = cells.snapshot();
            cells.restore(state);
            try {
                array.meter().restore(meter);
            } catch (IllegalArgumentException notOurs) {
                cells.restore(before);
                throw notOurs;
            }
            array.resume(seconds, reads, writtenSeconds);
        } catch (BufferUnderflowException tooShort) {
            throw new IllegalArgumentException(
                    "snapshot has " + snapshot.length + " bytes; allowed: one written by a device, whole", tooShort);
        }
        reboot();
    }

    private static byte[] part(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException(
                    "snapshot part has " + length + " bytes; allowed: 0 to " + in.remaining());
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }
}
