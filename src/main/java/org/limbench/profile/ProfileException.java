package org.limbench.profile;

import java.util.List;
import java.util.stream.Collectors;

/** A profile that cannot be used, with everything found wrong with it. */
public final class ProfileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<ProfileProblem> problems;

    /** With at least one problem; the message has one line for each. */
    public ProfileException(List<ProfileProblem> problems) {
        super(problems.stream().map(ProfileProblem::line).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    ProfileException(String file, String keyPath, String value, String allowed) {
        this(List.of(new ProfileProblem(file, keyPath, value, allowed)));
    }

    /** What is wrong. */
    public List<ProfileProblem> problems() {
        return problems;
    }
}
