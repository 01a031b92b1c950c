package org.limbench.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A page that opens without a network: a template, and style and scripts to put into it. */
final class OfflinePage {
    /** Packed by the WebJar of the plotting library (MIT licence, notice kept in the page). */
    private static final String PLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    private OfflinePage() {}

    /** Our own and the library's text, put in as it is. */
    record Assets(String style, String plotScript, String pageScript) {}

    /** Style and scripts of a page with plots. */
    static Assets assets(String pageScript) throws IOException {
        return new Assets(
                text("page.css") + text(PLOT + "dist/uPlot.min.css"),
                "/*\n" + text(PLOT + "LICENSE") + "*/\n" + text(PLOT + "dist/uPlot.iife.min.js"),
                text(pageScript));
    }

    /** A template filled in; every text is escaped but where the template says otherwise. */
    static String render(String template, Object model) throws IOException {
        return Mustache.compiler().escapeHTML(true).compile(text(template)).execute(model);
    }

    /** Writes a page, whole or not at all. */
    static void write(String page, Path html) throws IOException {
        Path folder = html.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new NoSuchFileException(html.toString()); // the draft's name says nothing to people
        }
        Path draft = html.resolveSibling(html.getFileName() + ".part");
        try {
            Files.writeString(draft, page);
            Files.move(draft, html, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = OfflinePage.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not packed");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
