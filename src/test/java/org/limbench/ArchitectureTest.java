package org.limbench;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Holds the plan of the house: which room may name which, and who may touch the outside. */
@AnalyzeClasses(packages = "org.limbench", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "org.limbench.";
    private static final Set<String> FLOORS_1_TO_4 = Set.of(
            "device",
            "thermodynamics",
            "natives",
            "text",
            "transport",
            "transport.inprocess",
            "transport.serial",
            "transport.tcp",
            "transport.mqtt",
            "transport.faults",
            "physics",
            "protocol",
            "protocol.rcn",
            "energy",
            "profile",
            "driver",
            "trace",
            "driver.rcn",
            "assessment",
            "ledger",
            "emulator",
            "emulator.rcn",
            "emulator.control",
            "training",
            "characterisation");

    /** Room -> rooms it may name besides itself. A sub-package is a room of its own and may name its parent. */
    private static final Map<String, Set<String>> MAY_NAME = plan();

    private static Map<String, Set<String>> plan() {
        Map<String, Set<String>> plan = new HashMap<>();
        plan.put("device", Set.of());
        plan.put("thermodynamics", Set.of());
        plan.put("transport", Set.of());
        plan.put("text", Set.of());
        for (String carrier : new String[] {"inprocess", "serial", "tcp", "mqtt", "faults"}) {
            plan.put("transport." + carrier, Set.of("transport", "text"));
        }
        plan.put("natives", Set.of());
        plan.put("transport.serial", Set.of("transport", "natives"));
        plan.put("physics", Set.of("device", "thermodynamics"));
        plan.put("protocol", Set.of("device", "protocol.wire", "text"));
        plan.put("protocol.wire", Set.of());
        plan.put("protocol.rcn", Set.of("device", "protocol", "text"));
        plan.put("energy", Set.of("device", "thermodynamics"));
        plan.put("profile", Set.of("device", "physics", "energy", "text"));
        plan.put("driver", Set.of("device", "protocol", "transport", "energy", "text"));
        plan.put("trace", Set.of("device", "protocol", "transport"));
        plan.put("driver.rcn", Set.of("device", "driver", "protocol.rcn", "transport"));
        plan.put("assessment", Set.of("device", "energy", "thermodynamics"));
        plan.put("ledger", Set.of("device", "energy", "assessment", "natives", "text"));
        plan.put(
                "emulator",
                Set.of("device", "protocol", "transport", "transport.faults", "physics", "energy", "profile"));
        plan.put(
                "emulator.rcn",
                Set.of("device", "emulator", "protocol.rcn", "transport", "physics", "energy", "profile"));
        plan.put("emulator.control", Set.of("device", "emulator", "text"));
        plan.put("training", Set.of("device", "driver", "energy", "thermodynamics", "text"));
        plan.put("characterisation", Set.of("device", "driver", "energy", "thermodynamics", "physics", "profile"));
        plan.put("report", Set.of("device", "energy", "thermodynamics", "assessment", "ledger"));
        plan.put("bench", FLOORS_1_TO_4);
        Set<String> proxy = new HashSet<>(FLOORS_1_TO_4);
        proxy.add("bench");
        plan.put("bench.proxy", proxy);
        return plan;
    }

    @ArchTest
    static final ArchRule roomsNameOnlyWhatThePlanAllows = ArchRuleDefinition.classes()
            .that(describe("live in a room of the plan", c -> MAY_NAME.containsKey(room(c))))
            .should(nameOnlyAllowedRooms());

    @ArchTest
    static final ArchRule everyClassLivesInARoom = ArchRuleDefinition.classes()
            .should(new ArchCondition<>("live in a room of the plan or in cli") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    boolean known =
                            MAY_NAME.containsKey(room(item)) || room(item).equals("cli");
                    events.add(new SimpleConditionEvent(item, known, item.getName() + " lives in " + room(item)));
                }
            });

    @ArchTest
    static final ArchRule noPackageCycle =
            slices().matching("org.limbench.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule transcendentalFunctionsAreStrict = noClasses()
            .that()
            .resideInAnyPackage("..physics..", "..training..", "..thermodynamics..", "..energy..", "..assessment..")
            .should(new ArchCondition<>("call Math's transcendental functions, whose last bit differs between JVMs") {
                private static final Set<String> EXACT = Set.of(
                        "abs",
                        "max",
                        "min",
                        "sqrt",
                        "fma",
                        "floor",
                        "ceil",
                        "rint",
                        "round",
                        "signum",
                        "copySign",
                        "ulp",
                        "clamp",
                        "scalb",
                        "getExponent",
                        "nextUp",
                        "nextDown",
                        "toIntExact",
                        "addExact",
                        "multiplyExact",
                        "subtractExact",
                        "negateExact",
                        "floorDiv",
                        "floorMod",
                        "multiplyHigh",
                        "incrementExact",
                        "absExact",
                        "multiplyFull");

                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    for (JavaAccess<?> access : item.getAccessesFromSelf()) {
                        if (access.getTargetOwner().isEquivalentTo(Math.class) && !EXACT.contains(access.getName())) {
                            events.add(SimpleConditionEvent.satisfied(access, access.getDescription()));
                        }
                    }
                }
            });

    @ArchTest
    static final ArchRule onlyCliPrintsAndExits = noClasses()
            .that()
            .resideOutsideOfPackage("..cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule theClockIsInjected = noClasses()
            .that()
            .resideOutsideOfPackages("..cli..", "..bench..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule randomnessIsSeeded = noClasses()
            .that()
            .resideOutsideOfPackages("..cli..", "..bench..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    java.util.Random.class,
                    java.util.concurrent.ThreadLocalRandom.class,
                    java.security.SecureRandom.class,
                    java.util.UUID.class)
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule outsideIsTouchedWhereThePlanSays = noClasses()
            .that()
            .resideOutsideOfPackages("..transport..", "..natives..", "..emulator.control..", "..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fazecast..", "org.eclipse.paho..", "com.sun.jna..", "java.net..");

    @ArchTest
    static final ArchRule threadsStartWhereThePlanSays = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "..transport..", "..emulator..", "..physics..", "..bench.proxy..", "..cli..", "..sweep..")
            .should()
            .callConstructor(Thread.class, Runnable.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class, String.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Executors");

    private static String room(JavaClass c) {
        String name = c.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()) : "";
    }

    private static ArchCondition<JavaClass> nameOnlyAllowedRooms() {
        return new ArchCondition<>("name only rooms the plan allows") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                Set<String> allowed = MAY_NAME.getOrDefault(room(item), Set.of());
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (!target.getPackageName().startsWith("org.limbench")) {
                        continue;
                    }
                    String targetRoom = room(target);
                    if (!targetRoom.equals(room(item)) && !allowed.contains(targetRoom)) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }
}
