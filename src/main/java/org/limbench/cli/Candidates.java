package org.limbench.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.limbench.profile.ProfileLibrary;
import org.limbench.thermodynamics.QuantityCatalogue;
import org.limbench.training.AnnealingArm;
import org.limbench.training.Approach;
import org.limbench.training.Arms;
import org.limbench.training.Cooling;
import org.limbench.training.LearningRate;
import org.limbench.training.RetentionSpecification;
import org.limbench.training.Workloads;
import org.limbench.training.ZeroPoint;

/** What a shell offers for the values of options, each list taken from where it is kept. */
final class Candidates {
    private Candidates() {}

    /** Something that lists names anew each time it is asked. */
    private abstract static class Names implements Iterable<String> {
        abstract Stream<String> names();

        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }

        static <E> Stream<String> of(E[] values, Function<E, String> label) {
            return Arrays.stream(values).map(label);
        }
    }

    /** Packed profiles. */
    static final class Profiles extends Names {
        @Override
        Stream<String> names() {
            return ProfileLibrary.names().stream();
        }
    }

    /** Addresses: a packed profile in this process, or how others begin. */
    static final class Addresses extends Names {
        @Override
        Stream<String> names() {
            return Stream.concat(
                    ProfileLibrary.names().stream().map(name -> "emulated:" + name),
                    Stream.of("serial:", "tcp:", "mqtt://", "mqtts://", "rcn:"));
        }
    }

    /** Tasks; those of a file up to its name. */
    static final class Tasks extends Names {
        @Override
        Stream<String> names() {
            return Arrays.stream(Workloads.NAMES.split(", ")).map(name -> name.replaceFirst(":.*", ":"));
        }
    }

    /** Arms of every kind of device and task. */
    static final class ArmNames extends Names {
        @Override
        Stream<String> names() {
            return Stream.concat(Arms.names().stream(), of(AnnealingArm.values(), AnnealingArm::label))
                    .distinct();
        }
    }

    /** Rules of the learning rate. */
    static final class Schedules extends Names {
        @Override
        Stream<String> names() {
            return of(LearningRate.Rule.values(), LearningRate.Rule::label);
        }
    }

    /** Approaches. */
    static final class Approaches extends Names {
        @Override
        Stream<String> names() {
            return of(Approach.values(), Approach::label);
        }
    }

    /** What retention means. */
    static final class Conventions extends Names {
        @Override
        Stream<String> names() {
            return of(RetentionSpecification.Convention.values(), RetentionSpecification.Convention::label);
        }
    }

    /** Rules of cooling. */
    static final class Coolings extends Names {
        @Override
        Stream<String> names() {
            return of(Cooling.Rule.values(), Cooling.Rule::label);
        }
    }

    /** Where weight 0 is. */
    static final class Zeros extends Names {
        @Override
        Stream<String> names() {
            return of(ZeroPoint.values(), ZeroPoint::label);
        }
    }

    /** Models of a task. */
    static final class TaskModels extends Names {
        @Override
        Stream<String> names() {
            return List.of("softmax", "mlp", "linear").stream();
        }
    }

    /** Scalings of a projection. */
    static final class Scalings extends Names {
        @Override
        Stream<String> names() {
            return List.of("linear", "power", "chinchilla", "fit").stream();
        }
    }

    /** Dialects of an emulated device. */
    static final class Dialects extends Names {
        @Override
        Stream<String> names() {
            return List.of("limbench", "rcn").stream();
        }
    }

    /** Quantities of {@code bounds eval}. */
    static final class Quantities extends Names {
        @Override
        Stream<String> names() {
            return QuantityCatalogue.names().stream();
        }
    }
}
