package org.limbench.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of checking a profile.
 *
 * @param nameOrPath as asked for
 * @param profile the profile; null where there are problems
 * @param problems what is wrong; empty where it is usable
 */
public record ProfileCheck(String nameOrPath, @Nullable DeviceProfile profile, List<ProfileProblem> problems) {
    public ProfileCheck {
        problems = List.copyOf(problems);
        if ((profile == null) == problems.isEmpty()) {
            throw new IllegalArgumentException("profile is " + profile + "; allowed: a profile or problems, not both");
        }
    }

    /** Checks a profile without throwing. */
    public static ProfileCheck of(String nameOrPath) {
        try {
            return new ProfileCheck(nameOrPath, ProfileLibrary.load(nameOrPath), List.of());
        } catch (ProfileException e) {
            return new ProfileCheck(nameOrPath, null, e.problems());
        }
    }

    /** Whether it can be used. */
    public boolean usable() {
        return problems.isEmpty();
    }

    /** One line for every number that is recalled or assumed; empty where the profile is not usable. */
    public List<String> warnings() {
        return profile == null
                ? List.of()
                : profile.doubtful().stream()
                        .map(q -> nameOrPath + ": " + q.keyPath() + " is " + q.written() + ", "
                                + q.confidence().word() + " (" + q.source() + ")")
                        .toList();
    }
}
