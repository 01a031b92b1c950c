package org.limbench.profile;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.limbench.text.InputException;

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

    ProfileException(InputException wrong, String file) {
        this(List.of(
                wrong.where().isEmpty() && wrong.line() > 0
                        ? new ProfileProblem(file, "line " + wrong.line(), wrong.value(), wrong.allowed())
                        : new ProfileProblem(
                                file,
                                wrong.where().isEmpty() ? "text" : wrong.where(),
                                wrong.value(),
                                wrong.allowed(),
                                wrong.line())));
    }

    /** The same, each problem with the line its key stands on. */
    ProfileException withLines(ToIntFunction<String> lineOf) {
        return new ProfileException(problems.stream()
                .map(problem -> problem.lineNumber() > 0 ? problem : problem.on(lineOf.applyAsInt(problem.keyPath())))
                .toList());
    }

    /** What is wrong. */
    public List<ProfileProblem> problems() {
        return problems;
    }
}
